<?php
declare(strict_types=1);

/**
 * The token that lets a reader into a Parvis discussion.
 *
 * $algorithm  HS256: $key is the secret shown once on the desk. RS256: $key is your private key, in PEM.
 * $kid        the name of the key; $issuer, $title: as set on the desk.
 * $readerId   your own number for the reader, always the same. $pseudonym may be empty: the reader then chooses one.
 */
function parvis_token(
    string $algorithm,
    string $key,
    string $kid,
    string $issuer,
    string $title,
    string $readerId,
    string $pseudonym = '',
    array $badges = []
): string {
    $part = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $json = fn (array $values): string => json_encode($values, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
    $now = time();
    $claims = ['iss' => $issuer, 'aud' => $title, 'sub' => $readerId, 'iat' => $now, 'exp' => $now + 600];
    if ($pseudonym !== '') {
        $claims['name'] = $pseudonym;
    }
    if ($badges) {
        $claims['badges'] = array_values($badges);
    }
    $signed = $part($json(['alg' => $algorithm, 'typ' => 'JWT', 'kid' => $kid])) . '.' . $part($json($claims));
    return $signed . '.' . $part(parvis_signature($algorithm, $signed, $key));
}

function parvis_signature(string $algorithm, string $signed, string $key): string
{
    if ($algorithm === 'HS256') {
        return hash_hmac('sha256', $signed, $key, true);
    }
    if ($algorithm === 'RS256' && openssl_sign($signed, $signature, $key, OPENSSL_ALGO_SHA256)) {
        return $signature;
    }
    throw new RuntimeException("Cannot sign with $algorithm: is the private key in PEM, and whole?");
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [, $algorithm, $readerId, $pseudonym] = $argv;
    echo parvis_token(
        $algorithm,
        getenv('PARVIS_KEY'),
        getenv('PARVIS_KID'),
        getenv('PARVIS_ISSUER'),
        getenv('PARVIS_TITLE'),
        $readerId,
        $pseudonym,
        ['subscriber']
    );
}
