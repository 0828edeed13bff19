/**
 * What a browser runs that cannot run the application: one without modules (before 2017), one that does not read what is
 * written in ours (before 2021), and one that did not get it whole. It shows what is for those without scripts. Pages that
 * the server wrote are left as they are. In words of 2009: nothing translates it. In the page itself: all others would ask
 * for it in vain.
 */
export const oldBrowserScript = `addEventListener('load', function () {
  var app = document.getElementById('app')
  var told = document.getElementsByTagName('noscript')[0]
  if (app && told && !app.firstChild && !document.documentElement.hasAttribute('data-begun')) app.innerHTML = told.textContent
})`
