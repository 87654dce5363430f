// Makes the files that pages load: styles from Sass, scripts, the mark. Each address contains a digest of the contents, so that browsers can keep it for ever.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compile } from "sass";

const ROOT = join(import.meta.dirname, "../..");
const GOVUK_SCRIPT = join(ROOT, "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js");

export type Asset = {
  readonly name: string;
  /** Its path on the hub. */
  readonly address: string;
  readonly type: string;
  /** The contents in base64, as they are and compressed. */
  readonly contents: string;
  readonly gzip: string;
  readonly brotli: string;
};

export function buildAssets(): readonly Asset[] {
  const { css } = compile(join(import.meta.dirname, "styles.scss"), {
    ...{ loadPaths: [ROOT, join(ROOT, "node_modules")], style: "compressed", quietDeps: true },
  });
  const library = assetOf("govuk-frontend.js", "text/javascript; charset=utf-8", readFileSync(GOVUK_SCRIPT, "utf8"));
  const start = readFileSync(join(import.meta.dirname, "start.js"), "utf8").replace("./govuk-frontend.js", library.address);
  return [
    assetOf("styles.css", "text/css; charset=utf-8", css),
    library,
    assetOf("start.js", "text/javascript; charset=utf-8", start),
    assetOf("mark.svg", "image/svg+xml", readFileSync(join(import.meta.dirname, "mark.svg"), "utf8")),
  ];
}

const ASSETS = "/assets";

function assetOf(name: string, type: string, text: string): Asset {
  // The comment names a file that is not served.
  const contents = Buffer.from(text.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n"));
  const digest = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  return {
    name,
    address: `${ASSETS}/${digest}-${name}`,
    type,
    contents: contents.toString("base64"),
    gzip: gzipSync(contents, { level: 9 }).toString("base64"),
    brotli: brotliCompressSync(contents).toString("base64"),
  };
}
