// Prints a line for each of the files that is no JavaScript module.

import { readFileSync } from 'node:fs';
import { SourceTextModule } from 'node:vm';

for (const file of process.argv.slice(2)) {
  try {
    new SourceTextModule(readFileSync(file, 'utf8'));
  } catch (error) {
    console.log(`${file}: ${error.message}`);
  }
}
