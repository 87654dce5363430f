// The example settings of nginx let larger bodies through at the addresses that take files, and at no other.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FORMS, JOURNEYS, POSTED_PAGES } from "../../web/pages.ts";

it("The settings of nginx name every address that takes a file, and no other", () => {
  const settings = readFileSync(join(import.meta.dirname, "../../operations/nginx.conf"), "utf8");
  const takesFiles = new RegExp(/location ~ "([^"]+)" \{\s+client_max_body_size 12m;/.exec(settings)?.[1] ?? expect.fail());
  const addressOf = ({ path }: { readonly path: string }) => path.replace(/:\w+/g, "1f0c7b1e");
  const withFiles = JOURNEYS.filter((journey) => journey.takesFiles);
  const others = [...FORMS, ...POSTED_PAGES, ...JOURNEYS.filter((journey) => !journey.takesFiles)];
  expect(withFiles.length).toBeGreaterThan(3);
  expect(["/uploads", ...withFiles.map(addressOf)].filter((address) => !takesFiles.test(address))).toEqual([]);
  expect(["/graphql", "/ledger", ...others.map(addressOf)].filter((address) => takesFiles.test(address))).toEqual([]);
});
