// For tests of commands without files.
import type { EvidenceFiles } from "../../services/concern/attachments.ts";

export const NO_FILES: EvidenceFiles = {
  findUpload: async () => undefined,
  keep: async () => false,
  confirm: async () => {},
  removeOf: async () => {},
};
