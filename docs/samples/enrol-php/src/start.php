<?php
// What every page begins with: strictness, the session, headers, the connection, and how errors end.

declare(strict_types=1);

require __DIR__ . '/Vettrak.php';
require __DIR__ . '/page.php';

ini_set('display_errors', '0');

session_name('enrol_sample');
session_start([
    'use_strict_mode' => true,
    'cookie_httponly' => true,
    'cookie_samesite' => 'Lax',
    'cookie_secure' => ($_SERVER['HTTPS'] ?? '') !== '',
]);

header("Content-Security-Policy: default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
header('Referrer-Policy: same-origin');
header('X-Content-Type-Options: nosniff');
header('Cache-Control: no-store');

set_exception_handler(function (Throwable $problem): void {
    // The log gets what went wrong, never what the visitor typed.
    $what = $problem instanceof SoapFault ? "SOAP fault $problem->faultcode" : get_class($problem);
    error_log("enrol sample: $what at " . basename($problem->getFile()) . ':' . $problem->getLine());
    http_response_code(503);
    show('Not available', '<p class="problem">Bookings are not available at the moment. Please try again later.</p>');
});

/** Reads a setting from the environment. */
function setting(string $name, ?string $default = null): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        $value = $default ?? throw new RuntimeException("the environment variable $name is missing");
    }
    return $value;
}

/** Connects to the service, once per page. */
function vettrak(): Vettrak
{
    static $vettrak = null;
    return $vettrak ??= new Vettrak(
        setting('ENROL_SERVICE'), setting('ENROL_USERNAME'), setting('ENROL_PASSWORD'), setting('ENROL_CA_FILE', 'system'),
    );
}
