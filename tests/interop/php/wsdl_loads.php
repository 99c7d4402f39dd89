<?php
// Prints for each address of a WSDL how many operations PHP sees in it: each stands there once for every SOAP version.

declare(strict_types=1);

foreach (array_slice($argv, 1) as $address) {
    $api = new SoapClient($address, ['cache_wsdl' => WSDL_CACHE_NONE]);
    echo basename(parse_url($address, PHP_URL_PATH), '.asmx'), ' ', count($api->__getFunctions()) / 2, "\n";
}
