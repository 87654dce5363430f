// Office's older container (OLE): documents of before 2007, and encrypted ones of today.
import { FileRefused, hasPassword } from "./upload-problem.ts";

/** The name of the stream that contains an encrypted document. */
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

export function refuseOldOffice(content: Uint8Array, type: "docx" | "xlsx"): never {
  if (Buffer.from(content.buffer, content.byteOffset, content.length).includes(ENCRYPTED)) throw hasPassword();
  throw new FileRefused(
    "FILE_NOT_AS_NAMED",
    `The file has an older format of Office. Save it as .${type} in Office, and upload the new file.`,
  );
}
