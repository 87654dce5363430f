// Who somebody is: an issuer and the subject by which it names them. Both are in the person's id.
import { z } from "zod";

/** OpenID Connect's limit for a subject: 255 ASCII characters, case-sensitive. */
const MAX_LENGTH = 255;
/** The actor of the hub's own events. */
const HUB = "hub";

export const SUBJECT_RULE = `1 to ${MAX_LENGTH} letters, digits, punctuation marks or inner spaces of ASCII, and may not be "${HUB}"`;

/** Whether a text can be a person's id. Every printable character is allowed: directories use `/ + = # ' |` and more. */
const isSubject = (text: unknown): text is string =>
  typeof text === "string" && text.length <= MAX_LENGTH && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && text !== HUB;

/** The name of a further issuer: 1 to 16 lower-case letters or digits. */
const ISSUER_NAME = "[a-z0-9]{1,16}";
const WHOLE_ISSUER_NAME = new RegExp(`^${ISSUER_NAME}$`);
export const isIssuerName = (text: string): boolean => WHOLE_ISSUER_NAME.test(text);

/** `~name~`: before the subject in the id of a person of a further issuer. */
const OF_FURTHER_ISSUER = new RegExp(`^~(${ISSUER_NAME})~`);

/**
 * The id of the person whom an issuer names by a subject: at the first issuer, which has no name here, the subject itself. Undefined if the subject is not valid. No
 * issuer can name a person of another: at the first one a subject in the form of a further issuer's ids is not valid.
 */
export function personOf(issuerName: string | undefined, subject: unknown): string | undefined {
  if (!isSubject(subject)) return undefined;
  const person = issuerName === undefined ? subject : `~${issuerName}~${subject}`;
  return issuerNameOf(person) === issuerName && isSubject(person) ? person : undefined;
}

/** The name of the issuer of a person; undefined for the first issuer. */
export const issuerNameOf = (person: string): string | undefined => OF_FURTHER_ISSUER.exec(person)?.[1];

/** The id of a person in a command's input. */
export const personId = z.string().refine(isSubject, `Enter {field} with ${SUBJECT_RULE}.`);
