// Serves the assets from memory, compressed if the browser accepts that.
import type { RequestHandler } from "express";
import type { Asset } from "./build-assets.ts";
import { readBuiltAssets } from "./built-assets.ts";

export type Assets = {
  /** An asset's name -> its address. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly serve: RequestHandler;
};

const A_YEAR = "public, max-age=31536000, immutable";
const ENCODINGS = { br: "brotli", gzip: "gzip" } as const;

export async function loadAssets(): Promise<Assets> {
  // Sass takes longer to load than all of the rest.
  const assets = readBuiltAssets() ?? (await import("./build-assets.ts")).buildAssets();
  const byAddress = new Map(assets.map((asset) => [asset.address, withBodies(asset)]));
  return {
    addresses: Object.fromEntries(assets.map(({ name, address }) => [name, address])),
    serve(request, response, next) {
      const asset = byAddress.get(request.baseUrl + request.path);
      if (!asset || (request.method !== "GET" && request.method !== "HEAD")) return next();
      const encoding = request.acceptsEncodings("br", "gzip", "identity");
      const body = encoding === "br" || encoding === "gzip" ? asset[ENCODINGS[encoding]] : asset.contents;
      if (body !== asset.contents) response.setHeader("content-encoding", String(encoding));
      response.setHeader("vary", "accept-encoding").setHeader("cache-control", A_YEAR).type(asset.type).send(body);
    },
  };
}

const withBodies = ({ type, contents, gzip, brotli }: Asset) => ({
  type,
  contents: Buffer.from(contents, "base64"),
  gzip: Buffer.from(gzip, "base64"),
  brotli: Buffer.from(brotli, "base64"),
});
