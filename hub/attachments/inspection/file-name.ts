// Makes the name of an uploaded file safe to keep, show and save under. The sender chooses the name freely, so it may have folders, hidden letters
// or letters that reverse the direction of what follows.

export const MAX_FILE_NAME_LENGTH = 150;
/** Longer names are cut before anything else, so that the work is bounded. */
const MAX_READ = 1_000;
/** What a file is called whose name has nothing before the extension. */
const NAMELESS = "file";
/** Windows keeps these names for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

type SafeFileName = {
  readonly name: string;
  /** In small letters, without the dot; empty if there is none. */
  readonly extension: string;
};

export function makeFileNameSafe(given: string): SafeFileName {
  const last = given.split(/[\\/]/).at(-1) ?? "";
  const clean = trim(
    last
      .slice(-MAX_READ)
      .normalize("NFC")
      .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .replace(/[\\/<>:"|?*]/g, "_")
      .normalize("NFC"),
  );
  const dot = clean.lastIndexOf(".");
  const stem = dot < 0 ? clean : trim(clean.slice(0, dot));
  const extension = dot < 0 ? "" : shorten(trim(clean.slice(dot + 1)), 20);
  const ending = extension && `.${extension}`;
  const safe = trim(shorten(DEVICE.test(stem.split(".")[0] ?? "") ? `_${stem}` : stem, MAX_FILE_NAME_LENGTH - ending.length));
  return { name: `${safe || NAMELESS}${ending}`, extension: extension.toLowerCase() };
}

const trim = (text: string): string => text.replace(/^[. ]+/, "").replace(/[. ]+$/, "");

/** Cuts between two characters as people see them, at no more than `max` UTF-16 code units. */
function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    if (kept.length + segment.length > max) break;
    kept += segment;
  }
  return kept;
}
