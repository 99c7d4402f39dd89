// Calls a service page from a browser, with fetch alone.
//
// Whoever opens this page types his own user name and password. Never put an integration's password into a page:
// everybody could read it there.

const NAMESPACE = 'http://www.ozsoft.com.au/VETtrak/api/complete';
const LOG_IN_AGAIN = ['Token has expired.', 'Invalid token.'];
const MARKUP = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const form = document.querySelector('form');
const output = document.querySelector('pre');

function tell(line) {
  output.textContent += `${line}\n`;
}

// Send an operation with its parameters in their order, and return the element of its result.
async function once(operation, parameters) {
  const escaped = (text) => String(text).replace(/[&<>]/g, (sign) => MARKUP[sign]);
  const inner = Object.entries(parameters).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
  const response = await fetch(form.address.value, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${NAMESPACE}/${operation}"` },
    body: `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
<soap:Body><${operation} xmlns="${NAMESPACE}">${inner}</${operation}></soap:Body></soap:Envelope>`,
  });
  const answer = new DOMParser().parseFromString(await response.text(), 'text/xml');
  const fault = answer.querySelector('faultstring');
  if (fault) throw new Error(`The server refused the request: ${fault.textContent}`);
  return answer.querySelector(`${operation}Result`);
}

const text = (element, path) => element.querySelector(path)?.textContent ?? '';

async function logIn() {
  const result = await once('ValidateClient', { sUsername: form.user.value, sPassword: form.password.value });
  if (Number(text(result, 'Status')) < 1) throw new Error(`The log-in failed: ${text(result, 'StatusMessage')}`);
  // Until the tab is closed.
  sessionStorage.token = text(result, 'Token');
  tell('Logged in.');
}

// Call an operation with the token; log in first, and again when the token is no longer good.
async function call(operation, parameters) {
  if (!sessionStorage.token) await logIn();
  let result = await once(operation, { sToken: sessionStorage.token, ...parameters });
  if (LOG_IN_AGAIN.includes(text(result, 'Auth > StatusMessage'))) {
    await logIn();
    result = await once(operation, { sToken: sessionStorage.token, ...parameters });
  }
  return result;
}

async function tellOf(client, day) {
  let result = await call('GetEnrolmentsForClient', { sClie_Code: client });
  if (Number(text(result, 'Auth > Status')) < 1) {
    tell(`${client}: ${text(result, 'Auth > StatusMessage')}`);
    return;
  }
  const enrolments = [...result.querySelectorAll('TClieEnro')];
  // The training organisation's local time: no zone, and nothing to convert.
  const range = { xsdStart: `${day}T00:00:00`, xsdEnd: `${day}T23:59:59` };
  result = await call('GetClassesForClient', { sClie_Code: client, ...range });
  const classes = [...result.querySelectorAll('TInst')];
  tell(`${client}: ${enrolments.length} enrolments, ${classes.length} classes`);
  for (const enrolment of enrolments) tell(`  enrolled in ${text(enrolment, 'Code')}`);
  for (const each of classes) tell(`  class at ${text(each, 'Inst_Start').slice(0, 16)}`);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  output.textContent = '';
  try {
    for (const client of form.clients.value.trim().split(/\s+/)) await tellOf(client, form.day.value);
    tell('Done.');
  } catch (error) {
    tell(error.message);
  }
});
