// What is a client enrolled in, and which classes does he have on a day?
//
//   npm install soap
//   node training.js ADDRESS DAY CLIENT...
//   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
//   node training.js http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
'use strict';

const fs = require('fs');
const soap = require('soap');

const LOG_IN_AGAIN = ['Token has expired.', 'Invalid token.'];

class Vettrak {
  // The token is kept in a file, so that the next run needs no log-in.
  constructor(service, user, password, file) {
    Object.assign(this, { service, user, password, file });
    this.token = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  }

  // Call an operation with the token; log in first, and again when the token is no longer good.
  async call(operation, parameters) {
    if (!this.token) await this.logIn();
    let result = await this.once(operation, { sToken: this.token, ...parameters });
    if (LOG_IN_AGAIN.includes(result.Auth.StatusMessage)) {
      await this.logIn();
      result = await this.once(operation, { sToken: this.token, ...parameters });
    }
    return result;
  }

  async once(operation, parameters) {
    const [answer] = await this.service[`${operation}Async`](parameters);
    return answer[`${operation}Result`];
  }

  async logIn() {
    const result = await this.once('ValidateClient', { sUsername: this.user, sPassword: this.password });
    if (result.Status < 1) throw new Error(`The log-in failed: ${result.StatusMessage}`);
    this.token = result.Token;
    fs.writeFileSync(this.file, this.token, { mode: 0o600 });
    console.log('Logged in.');
  }
}

// An empty list comes as null, or not at all.
function items(list, type) {
  const found = (list && list[type]) || [];
  return Array.isArray(found) ? found : [found];
}

async function tell(vettrak, client, day) {
  let result = await vettrak.call('GetEnrolmentsForClient', { sClie_Code: client });
  if (result.Auth.Status < 1) {
    console.log(`${client}: ${result.Auth.StatusMessage}`);
    return;
  }
  const enrolments = items(result.ClieEnroList, 'TClieEnro');
  // Texts, not Dates: these are the training organisation's local time, and a Date would be sent with a zone.
  const range = { xsdStart: `${day}T00:00:00`, xsdEnd: `${day}T23:59:59` };
  result = await vettrak.call('GetClassesForClient', { sClie_Code: client, ...range });
  const classes = items(result.InstList, 'TInst');
  console.log(`${client}: ${enrolments.length} enrolments, ${classes.length} classes`);
  for (const enrolment of enrolments) console.log(`  enrolled in ${enrolment.Code}`);
  for (const each of classes) console.log(`  class at ${each.Inst_Start.slice(0, 16)}`);
}

async function main(address, day, ...clients) {
  // Without this the package makes a Date of every date, in the zone of this computer.
  const service = await soap.createClientAsync(`${address}?WSDL`, { customDeserializer: { dateTime: (text) => text } });
  const { VETTRAK_USER, VETTRAK_PASSWORD, VETTRAK_TOKEN_FILE = 'vettrak-token' } = process.env;
  const vettrak = new Vettrak(service, VETTRAK_USER, VETTRAK_PASSWORD, VETTRAK_TOKEN_FILE);
  for (const client of clients) await tell(vettrak, client, day);
}

main(...process.argv.slice(2)).catch((error) => {
  const fault = error.root && error.root.Envelope.Body.Fault;
  if (!fault) throw error;
  console.error(`The server refused the request: ${fault.faultstring}`);
  process.exitCode = 2;
});
