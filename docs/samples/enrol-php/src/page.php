<?php
// What pages look like, and forms that only our own pages can send.

declare(strict_types=1);

/** Makes text safe inside HTML. */
function h(mixed $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** Prints a page; $content is HTML. */
function show(string $title, string $content): void
{
    header('Content-Type: text/html; charset=utf-8');
    $name = h(getenv('ENROL_SITE_NAME') ?: 'Sample Training');
    $title = h($title);
    echo "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>$title - $name</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css"></head>',
        "<body><header><a href=\"/\">$name</a> <span class=\"quiet\">sample site: no real courses, no real payments</span></header>",
        "<main><h1>$title</h1>\n$content\n</main></body></html>\n";
}

/** Ends the request: what the address names is not there. */
function not_found(string $words): never
{
    http_response_code(404);
    show('Not found', '<p class="problem">' . h($words) . '</p><p><a href="/">To all courses</a></p>');
    exit;
}

/** Returns the hidden field that proves that a form is ours. */
function form_mark(): string
{
    $_SESSION['mark'] ??= bin2hex(random_bytes(32));
    return '<input type="hidden" name="mark" value="' . h($_SESSION['mark']) . '">';
}

/** Ends the request unless the form is ours. */
function require_form_mark(): void
{
    if (!hash_equals($_SESSION['mark'] ?? '', text('mark')) || text('mark') === '') {
        http_response_code(403);
        show('Please try again', '<p class="problem">This form is too old.</p><p><a href="/">To the courses</a></p>');
        exit;
    }
}

/**
 * Returns a field of the form, cut, and without control characters, which XML can not carry: a call that holds one fails.
 * Invisible characters around it go like blanks; what is no text counts as blank.
 */
function text(string $name, int $longest = 200): string
{
    $value = $_POST[$name] ?? '';
    $unwanted = ['/[^\P{Cc}\t\r\n]|[\x{FFFE}\x{FFFF}]/u', '/^[\p{Z}\p{Cf}\s]+|[\p{Z}\p{Cf}\s]+$/u'];
    $clean = is_string($value) ? preg_replace($unwanted, '', $value) : null;
    return preg_match("/^.{0,$longest}/us", $clean ?? '', $found) ? $found[0] : '';
}

/** Returns a number of the address, 0 when there is none that the service could have given. */
function number(string $name): int
{
    $range = ['options' => ['min_range' => 1, 'max_range' => 2 ** 31 - 1]];
    return (int) filter_input(INPUT_GET, $name, FILTER_VALIDATE_INT, $range);
}

function field(string $name, string $label, array $attributes = []): string
{
    $more = '';
    foreach ($attributes + ['type' => 'text', 'value' => text($name)] as $attribute => $value) {
        $more .= $value === true ? " $attribute" : ' ' . $attribute . '="' . h($value) . '"';
    }
    return '<label for="' . h($name) . '">' . h($label) . '</label><input id="' . h($name) . '" name="' . h($name) . "\"$more>";
}

/** Returns a list to choose from: code => words; the first choice is to say nothing. */
function choice(string $name, string $label, array $options): string
{
    $html = '<label for="' . h($name) . '">' . h($label) . '</label><select id="' . h($name) . '" name="' . h($name) . '"><option value="">Not stated</option>';
    foreach ($options as $code => $words) {
        $selected = text($name) === (string) $code ? ' selected' : '';
        $html .= '<option value="' . h($code) . "\"$selected>" . h($words) . '</option>';
    }
    return $html . '</select>';
}

function day(?string $moment): string
{
    return $moment ? (new DateTimeImmutable($moment))->format('j M Y') : 'by arrangement';
}

/** Tells how many places are left; 9999 means that there is no limit. */
function places(int $vacancies): string
{
    return match (true) {
        $vacancies < 1 => 'none left',
        $vacancies < 9999 => "$vacancies left",
        default => 'available',
    };
}

function money(string $amount): string
{
    return '$' . number_format((float) $amount, 2);
}

function go(string $address): never
{
    header("Location: $address", true, 303);
    exit;
}
