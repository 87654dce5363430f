// Recognises what kind of file something is by its first bytes.

const SIGNATURES = {
  pdf: ["%PDF-"],
  png: ["\x89PNG\r\n\x1A\n"],
  jpeg: ["\xFF\xD8\xFF"],
  gif: ["GIF87a", "GIF89a"],
  zip: ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"],
  /** Office's older container, which also contains encrypted documents of today. */
  ole: ["\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"],
  archive: [
    "Rar!\x1A\x07",
    "7z\xBC\xAF\x27\x1C",
    "\x1F\x8B",
    "BZh",
    "\xFD7zXZ\0",
    "\x28\xB5\x2F\xFD",
    "MSCF",
    "\x04\x22\x4D\x18",
  ],
  program: [
    "MZ",
    "\x7FELF",
    "\xCA\xFE\xBA\xBE",
    "\xFE\xED\xFA",
    "\xCF\xFA\xED\xFE",
    "\xCE\xFA\xED\xFE",
    "\0asm",
    "#!",
    "L\0\0\0\x01\x14\x02\0",
  ],
} as const;
export type ContentKind = keyof typeof SIGNATURES | "other";

export function kindOfContent(content: Uint8Array): ContentKind {
  const start = Buffer.from(content.subarray(0, 16)).toString("latin1");
  for (const [kind, signatures] of Object.entries(SIGNATURES))
    if (signatures.some((signature) => start.startsWith(signature))) return kind as keyof typeof SIGNATURES;
  return "other";
}

/** Signatures of archives that programs open although something else precedes them. */
const HIDDEN_ARCHIVES = ["PK\x05\x06", "Rar!\x1A\x07", "7z\xBC\xAF\x27\x1C"].map((text) => Buffer.from(text, "latin1"));

/** The number of bytes at the end of a file in which programs look for the directory of an archive. */
const SEARCHED_FOR_ARCHIVES = 66_000;

/** Whether there is an archive in what follows the end of a picture or document, or where programs look for one. */
export function hasArchiveAfter(content: Uint8Array, end: number): boolean {
  const from = Math.max(0, Math.min(end, content.length - SEARCHED_FOR_ARCHIVES));
  const rest = Buffer.from(content.buffer, content.byteOffset + from, content.length - from);
  return HIDDEN_ARCHIVES.some((signature) => rest.includes(signature));
}
