<?php
// Prints a line for each of the files that is no PHP.

declare(strict_types=1);

foreach (array_slice($argv, 1) as $file) {
    try {
        token_get_all(file_get_contents($file), TOKEN_PARSE);
    } catch (ParseError $error) {
        echo "$file:{$error->getLine()}: {$error->getMessage()}\n";
    }
}
