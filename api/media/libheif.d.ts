/** What we call of libheif's Emscripten build, which ships types for its C interface only. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  type Handle = { readonly handle: unique symbol }
  type Failure = { code: { value: number }; message: string }
  type Plane = { width: number; height: number; stride: number; data: Uint8Array }
  export type Libheif = {
    heif_error_code: { heif_error_Ok: Failure['code'] }
    heif_colorspace: { heif_colorspace_RGB: object }
    heif_chroma: { heif_chroma_interleaved_RGB: object }
    heif_context_alloc: () => Handle
    heif_context_read_from_memory: (context: Handle, bytes: Uint8Array) => Failure
    heif_js_context_get_primary_image_handle: (context: Handle) => Handle | Failure
    heif_image_handle_get_width: (image: Handle) => number
    heif_image_handle_get_height: (image: Handle) => number
    heif_js_decode_image2: (
      image: Handle,
      colorspace: object,
      chroma: object,
    ) => { channels: Plane[] } | Failure
  }
  export default function createLibheif(): Libheif
}
