// Browsers that know scripts but not modules (before 2017) neither run the application nor show what is for those without
// scripts. They run this alone (`nomodule`), which shows them that. Pages that the server wrote are left as they are.
var app = document.getElementById('app')
var told = document.getElementsByTagName('noscript')[0]
if (app && told && !app.firstChild) app.innerHTML = told.textContent
