// Runs programs one after the other; prints a line of JSON for each: its file, what it printed, why it failed.

import { pathToFileURL } from 'node:url';

const tell = console.log;

for (const file of process.argv.slice(2)) {
  const lines = [];
  console.log = (...words) => lines.push(words.join(' '));
  let failure = '';
  try {
    await import(pathToFileURL(file));
  } catch (error) {
    failure = error.message;
  }
  tell(JSON.stringify({ file, printed: lines.join('\n'), failure }));
}
