import { keysOf } from "./keys-of.ts";
/**
 * What a share can be for. All are forms of the one reason for which information is shared at all, "so that timely,
 * appropriate and effective support can be offered" (domain.md, "Why it exists"); there is no "other".
 */
export const PURPOSE_LABELS = {
  "offer-support": "So that timely, appropriate and effective support can be offered to the council.",
  "align-support": "So that support offered from different places fits together and visits do not clash.",
  "advise-on-support": "So that the recipient can advise on what support would help the council.",
  "challenge-support": "So that the recipient can challenge whether the support is working.",
  "reassure-on-support": "So that the recipient can be reassured that support is in place and working.",
  "escalate-support":
    "So that a department or inspectorate that is not persuaded can add its support where the sector's own is not enough.",
} as const;
export const PURPOSES = keysOf(PURPOSE_LABELS);
