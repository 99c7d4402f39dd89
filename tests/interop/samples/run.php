<?php
// Runs programs one after the other; prints a line of JSON for each: its file, what it printed, why it failed.

declare(strict_types=1);

// A notice of a program is a failure of it.
set_error_handler(static fn (int $level, string $message) => throw new ErrorException($message, 0, $level));

function run_one(string $file): string
{
    ob_start();
    try {
        require $file;
        $failure = '';
    } catch (Throwable $error) {
        $failure = $error->getMessage();
    }
    return json_encode(['file' => $file, 'printed' => ob_get_clean(), 'failure' => $failure], JSON_THROW_ON_ERROR);
}

foreach (array_slice($argv, 1) as $file) {
    echo run_one($file), "\n";
}
