// A person's mail address, as commands and settings take it.
import { z } from "zod";

const NOT_ONE = "Enter one email address, such as name@example.gov.uk.";

/** One address of ASCII letters, digits and a few signs: no name beside it, no list, no quotes, nothing that could end a header. */
export const mailAddress = z
  .email(NOT_ONE)
  .max(254, NOT_ONE)
  // RFC 5321, 4.5.3.1.1: longer ones are refused on the way.
  .refine((address) => address.indexOf("@") <= 64, NOT_ONE);
