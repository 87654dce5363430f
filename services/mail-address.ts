// The schema of a mail address in commands and settings.
import { z } from "zod";

const NOT_ONE = "Enter one email address, such as name@example.gov.uk.";

/** One ASCII address, without a name, quotes, lists or characters that could end a header. */
export const mailAddress = z
  .email(NOT_ONE)
  .max(254, NOT_ONE)
  // RFC 5321, 4.5.3.1.1: mail servers refuse longer ones.
  .refine((address) => address.indexOf("@") <= 64, NOT_ONE);
