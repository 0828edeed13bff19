/** What is asked to be kept does not fit: in the room the person gave, or on the phone. */
export class NoRoom extends Error {
  override name = 'NoRoom'
}
