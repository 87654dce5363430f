// The subject of a token, which is the id of a person in a directory.
import { z } from "zod";

/** OpenID Connect's limit: 255 ASCII characters, case-sensitive. */
const MAX_LENGTH = 255;
/** The actor of the hub's own events. */
const HUB = "hub";

export const SUBJECT_RULE = `1 to ${MAX_LENGTH} letters, digits, punctuation marks or inner spaces of ASCII, and may not be "${HUB}"`;

/** Every printable character is allowed: directories use `/ + = # ' |` and more. */
export const isSubject = (text: unknown): text is string =>
  typeof text === "string" && text.length <= MAX_LENGTH && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && text !== HUB;

/** The id of a person in a command's input. */
export const personId = z.string().refine(isSubject, `Enter {field} with ${SUBJECT_RULE}.`);
