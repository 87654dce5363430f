// Makes the files that pages load: styles from Sass, scripts, the mark. Each address contains a digest of the contents, so that browsers can keep it for ever.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compile } from "sass";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGES = join(ROOT, "node_modules");
/** Asset -> its file, of scripts that are served as their packages have them. */
const SCRIPTS_OF_PACKAGES = {
  "govuk-frontend.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "accessible-autocomplete.js": "accessible-autocomplete/dist/accessible-autocomplete.min.js",
} as const;
const SCRIPT = "text/javascript; charset=utf-8";
/** The scripts of the pages. Each may import those before it and those of packages. */
const SCRIPTS = ["sort-tables", "updates", "select-by-typing", "start"] as const;

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
    ...{ loadPaths: [ROOT, PACKAGES], style: "compressed", quietDeps: true },
  });
  return [
    assetOf("styles.css", "text/css; charset=utf-8", css),
    ...buildScripts(),
    assetOf("mark.svg", "image/svg+xml", readFileSync(join(import.meta.dirname, "mark.svg"), "utf8")),
  ];
}

/** Without their types, and with the addresses of the scripts that they import. */
function buildScripts(): readonly Asset[] {
  const built = Object.entries(SCRIPTS_OF_PACKAGES).map(([name, file]) =>
    assetOf(name, SCRIPT, readFileSync(join(PACKAGES, file), "utf8")),
  );
  for (const name of SCRIPTS) {
    const source = readFileSync(join(import.meta.dirname, "scripts", `${name}.ts`), "utf8");
    const text = stripTypeScriptTypes(source).replace(
      /(?<=\b(?:from |import\()")\.\/([\w-]+)\.[jt]s(?=")/g,
      (_, imported: string) => {
        const asset = built.find((one) => one.name === `${imported}.js`);
        if (!asset) throw new TypeError(`${name}.ts imports ${imported}, which is not built before it.`);
        return asset.address;
      },
    );
    built.push(assetOf(`${name}.js`, SCRIPT, text));
  }
  return built;
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
