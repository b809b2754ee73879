import { createHmac, sign } from "node:crypto";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * The token that lets a reader into a Parvis discussion, for ten minutes.
 *
 * algorithm: HS256 (`key` is the secret shown once on the desk), RS256 or ES256 (`key` is your private key, in PEM).
 * kid: the name of the key; issuer, title: as set on the desk.
 * readerId: your own number for the reader, always the same. Without `pseudonym`, the reader chooses one.
 */
export function parvisToken({ algorithm, key, kid, issuer, title, readerId, pseudonym = "", badges = [] }) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: title, sub: String(readerId), iat: now, exp: now + 600 };
  if (pseudonym) claims.name = pseudonym;
  if (badges.length) claims.badges = badges;
  const signed = `${part({ alg: algorithm, typ: "JWT", kid })}.${part(claims)}`;
  return `${signed}.${signature(algorithm, signed, key).toString("base64url")}`;
}

function signature(algorithm, signed, key) {
  if (algorithm === "HS256") return createHmac("sha256", key).update(signed).digest();
  if (algorithm === "RS256") return sign("sha256", Buffer.from(signed), key);
  // RFC 7518 §3.4: the two numbers side by side, not the DER that OpenSSL gives.
  if (algorithm === "ES256") return sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  throw new Error(`Cannot sign with ${algorithm}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [algorithm, readerId, pseudonym] = process.argv.slice(2);
  const { PARVIS_KEY: key, PARVIS_KID: kid, PARVIS_ISSUER: issuer, PARVIS_TITLE: title } = process.env;
  process.stdout.write(parvisToken({ algorithm, key, kid, issuer, title, readerId, pseudonym, badges: ["subscriber"] }));
}
