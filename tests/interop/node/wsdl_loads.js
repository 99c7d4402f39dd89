// Prints for each address of a WSDL the name of its service and how many operations the package `soap` makes of it.

'use strict';

const soap = require('soap');

async function load(address) {
  const api = await soap.createClientAsync(address);
  for (const [service, ports] of Object.entries(api.describe())) {
    for (const operations of Object.values(ports)) {
      console.log(service, Object.keys(operations).length);
    }
  }
}

process.argv.slice(2).reduce((before, address) => before.then(() => load(address)), Promise.resolve());
