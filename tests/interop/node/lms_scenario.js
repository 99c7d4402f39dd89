// The LMS scenario with the package `soap` of Node. Prints one line for each step.
// Arguments: address of the page, SOAP version (1.1 or 1.2), code of the occurrence, surname of the new client.

'use strict';

const soap = require('soap');

const [page, version, code, surname] = process.argv.slice(2);
const BORN = '1990-02-28T00:00:00';

// The package makes times of dateTime values; lists come as arrays, also those of one, and an empty list as null.
const listed = (list, item) => (list && list[item]) || [];
const tell = (step, ...words) => console.log(`${step}: ${words.join(' ')}`);

// The server's times are local ones without a zone; in a process in the zone UTC their parts stay what they are.
const text = (moment) => (moment ? moment.toISOString().slice(0, 19) : 'none');

async function play() {
  const api = await soap.createClientAsync(`${page}?wsdl`, {
    forceSoap12Headers: version === '1.2',
    // Without this the package drops null values, and the columns of QueryAdditionalData move to the left.
    handleNilAsNull: true,
  });
  const call = async (operation, parameters = {}) => {
    const [answer] = await api[`${operation}Async`](parameters);
    return answer[`${operation}Result`];
  };
  const find = async () => listed((await call('GetLMSNewOccurrences', { sToken })).OccuList, 'TOccu')
    .find((occurrence) => occurrence.Code === code);

  tell('service', await call('API_Handshake'));
  tell('database', await call('DB_Handshake'));
  const refused = await call('ValidateClient', { sUsername: 'integration', sPassword: 'wrong' });
  tell('wrong password', refused.Status, refused.StatusMessage);
  const login = await call('ValidateClient', { sUsername: 'integration', sPassword: 'demo-password' });
  tell('login', login.Status, login.TokenType);
  const sToken = login.Token;

  const found = await find();
  tell('new', found.Prog_Name, text(found.StartDate), text(found.EndDate), found.Vacancies, found.Uploaded);
  const range = await call('GetLMSOccurrencesInDateRange', {
    sToken, xsdStart: '2026-09-01', xsdEnd: '2026-09-30T23:59:59',
  });
  tell('in range', listed(range.OccuList, 'TOccu').find((occurrence) => occurrence.Code === code).Code);
  const reversed = await call('GetLMSOccurrencesInDateRange', {
    sToken, xsdStart: '2026-09-02', xsdEnd: '2026-09-01',
  });
  tell('reversed', reversed.Auth.Status, reversed.Auth.StatusMessage);
  const iID = found.ID;
  tell('uploaded', (await call('UpdateLMSOccurrenceStatus', { sToken, iID, iStatus: 1 })).Status);
  tell('still new', (await find()) ? 'yes' : 'no');

  const collect = async () => listed(
    (await call('GetLMSNewEnrolmentsForOccurrence', { sToken, iID })).ClieEnroList, 'TClieEnro');
  for (const enrolment of await collect()) {
    tell('collected', enrolment.GivenName, enrolment.Surname, enrolment.Status);
    tell('flagged', (await call('UpdateLMSEnrolmentStatus', { sToken, iID: enrolment.ID, iStatus: 1 })).Status);
  }
  tell('left to collect', (await collect()).length);

  const person = { sToken, sClie_Surname: surname, sClie_Given: 'Zoë', xsdClie_DOB: BORN };
  let unknown = await call('GetClientByCode', { sToken, sClie_Code: 'NOBODY' });
  tell('unknown code', unknown.Auth.Status, `[${unknown.Clie.Clie_Code ?? ''}]`);
  unknown = await call('GetClientByName', person);
  tell('unknown name', unknown.Auth.Status, `[${unknown.Clie.Clie_Code ?? ''}]`);
  const added = (await call('AddClientAfterCheck', { ...person, divisionId: 0, email: 'zoe@example.com' })).Clie;
  tell('added', added.Clie_Given, added.Clie_Surname);
  const retried = (await call('AddClientAfterCheck', { ...person, divisionId: 0 })).Clie;
  tell('added again', retried.Clie_Code === added.Clie_Code ? 'the same' : 'another');
  const client = { sToken, sClie_Code: added.Clie_Code };

  let details = (await call('GetClientDetails', client)).ClieDetail;
  tell('details', text(details.Clie_DOB), details.Clie_Email, details.Clie_Salary === null ? 'no salary' : 'paid');
  // Everything goes back as it came, the marks of null too; only times must become text again.
  details.Clie_DOB = text(details.Clie_DOB);
  details.Clie_MobilePhone = '0400 000 000';
  details.UsualAddress = {
    StreetNumber: '12', StreetName: 'Elizabeth & Sons Street', City: 'Launceston', State: 'Tas', Postcode: '7250',
  };
  tell('changed', (await call('UpdateClientDetails', { sToken, cClient: details })).Status);
  details = (await call('GetClientDetails', client)).ClieDetail;
  tell('address', details.UsualAddress.StreetName, details.Clie_RCity, details.Clie_MobilePhone);

  const wish = { ...client, iOccurrenceId: iID };
  const enrolled = (await call('AddLMSClientEnrolmentToOccurrence', wish)).ClieEnro;
  tell('enrolled', enrolled.Code, enrolled.Surname, enrolled.Status, enrolled.Amount.toFixed(2));
  const twice = (await call('AddLMSClientEnrolmentToOccurrence', wish)).Auth;
  tell('enrolled twice', twice.Status, twice.StatusMessage);

  const results = [
    ['HOSBEER01', 'Competency Achieved', 85], ['HOSBEER02', 'Continuing', -1], ['HOSBEER01', 'Competency Achieved', 101],
  ];
  for (const [unit, result, percentage] of results) {
    const sent = await call('UpdateResult', {
      sToken, iEnro_ID: enrolled.ID, sUnit_Code: unit, sResult_Name: result,
      xsdStart: '2026-09-01', xsdFinish: '2026-09-27T17:00:00', iPercentage: percentage,
    });
    tell('result', unit, sent.Status, sent.StatusMessage ?? 'recorded');
  }
  const units = (await call('GetUnitsForEnrolment', { sToken, iEnro_ID: enrolled.ID })).EnunList;
  for (const unit of listed(units, 'TEnun')) {
    tell('unit', unit.Unit_Code, unit.Result_Name, unit.Percentage, text(unit.FinishDate));
  }
  for (const enrolment of listed((await call('GetEnrolmentsForClient', client)).ClieEnroList, 'TClieEnro')) {
    tell('enrolment', enrolment.Code, text(enrolment.StartDate));
  }
  const query = await call('QueryAdditionalData', {
    token: sToken,
    entityName: 'Client',
    filterCriteria: { FilterCriteria: [{ Field: 'ClientCode', Operator: 'Equals', Value: added.Clie_Code }] },
    returnFields: { ReturnField: [{ Field: 'Surname' }, { Field: 'Email' }, { Field: 'Title' }] },
  });
  for (const row of listed(query.Values, 'ArrayOfString')) {
    tell('query', query.Fields.string.join(' '), '=', row.string.map((value) => value ?? 'null').join(' '));
  }
  const nobody = (await call('GetLMSNewOccurrences', { sToken: '' })).Auth;
  tell('no token', nobody.Status, nobody.StatusMessage);
}

play().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
