// Three operations of the API on node-soap and better-sqlite3, with the statements of the product.
// Usage: node server.js PORT DATABASE FOLDER WSDL; the folder holds the statements, each in NAME.sql.

import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import Database from 'better-sqlite3';
import soap from 'soap';

const [port, file, folder, wsdl] = process.argv.slice(2);
const DATES = ['StartDate', 'EndDate', 'DateOfEffect'];
const MONEY = ['Amount', 'GST', 'AmountPaid', 'AmountCredited'];

const database = new Database(file, { timeout: 5000 });
database.pragma('synchronous = NORMAL');
database.pragma('foreign_keys = ON');
const prepare = (name) => database.prepare(fs.readFileSync(path.join(folder, `${name}.sql`), 'utf8'));
const statements = Object.fromEntries(
  ['token', 'client', 'occurrences', 'user', 'insert'].map((name) => [name, prepare(name)]),
);

const digest = (text) => crypto.createHash('sha256').update(text).digest('hex');

function caller(token) {
  const found = statements.token.get(digest(token));
  return { ID: found.client_id, Token: token, Status: 1, Identifier: found.client_code, TokenType: '02' };
}

function occurrence(row) {
  const told = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  for (const name of DATES) {
    if (told[name]) told[name] = told[name].replace(' ', 'T').slice(0, 19);
  }
  for (const name of MONEY) told[name] = Number(told[name] ?? 0).toFixed(2);
  if (told.DeliveryModes) told.DeliveryModes = { string: told.DeliveryModes.split('\n') };
  return told;
}

const operations = {
  GetClientByCode({ sToken, sClie_Code }) {
    const Auth = caller(sToken);
    const Clie = statements.client.get(sClie_Code.toLowerCase(), Auth.ID);
    return { GetClientByCodeResult: { Auth, Clie } };
  },

  GetLMSNewOccurrences({ sToken }) {
    const Auth = caller(sToken);
    return { GetLMSNewOccurrencesResult: { Auth, OccuList: { TOccu: statements.occurrences.all().map(occurrence) } } };
  },

  ValidateClient({ sUsername, sPassword }) {
    const user = statements.user.get(sUsername.toLowerCase());
    crypto.createHmac('sha256', user.password_hash).update(sPassword).digest();
    const Token = crypto.randomBytes(32).toString('base64url');
    const now = Date.now();
    statements.insert.run(digest(Token), user.id, null, now, now);
    return {
      ValidateClientResult: {
        ID: user.id,
        Token,
        Status: 1,
        StatusMessage: 'Success',
        Identifier: user.identifier,
        TokenType: '03',
      },
    };
  },
};

const server = http.createServer((_request, response) => response.writeHead(404).end());
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1', () => {
  const services = { VT_API: { VT_APISoap: operations, VT_APISoap12: operations } };
  soap.listen(server, '/VT_API.asmx', services, fs.readFileSync(wsdl, 'utf8'));
});
