// Copies uploads and attachments to the store beside another keyring, to which their keys were moved.
import type { AttachmentStore } from "./port.ts";

const PAGE = 100;

/** What an interrupted run has copied is copied again. Returns the number of attachments. Throws LogUnavailable. */
export async function copyAttachments(from: AttachmentStore, to: AttachmentStore): Promise<number> {
  for (let after = ""; ; ) {
    const page = await from.uploadsAfter(after, PAGE);
    for (const upload of page) {
      const content = await from.uploadContent(upload.id);
      await to.removeUpload(upload.id);
      if (content) await to.addUpload(upload, content);
      after = upload.id;
    }
    if (page.length < PAGE) break;
  }
  let copied = 0;
  for (let after = ""; ; ) {
    const page = await from.attachmentsAfter(after, PAGE);
    for (const attachment of page) {
      const found = await from.findContent(attachment.id);
      if (found) await to.put({ ...attachment, ...found });
      after = attachment.id;
      copied += 1;
    }
    if (page.length < PAGE) return copied;
  }
}
