// What a person can be called, and how they can be reached at work.
import { text } from "../input.ts";

const MAX_CONTACT = 200;

/** A telephone number, an email address or such, on one line. */
export const workContact = text(MAX_CONTACT).refine((contact) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(contact), "Enter it on one line.");

/**
 * Whether a text can be the name of a person: a name of an office or of a person has a letter, stands on one line and is no mail or web address and no id. An
 * id in place of a name would show people a reference where they look for a colleague.
 */
export const isName = (name: string, id: string): boolean =>
  /\p{L}/u.test(name) &&
  !/[\p{Cc}\p{Zl}\p{Zp}@]|:\/\//u.test(name) &&
  name.toLowerCase() !== id.toLowerCase() &&
  !LOOKS_LIKE_ID.test(name);

const LOOKS_LIKE_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i;
