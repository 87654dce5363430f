// Pages of lists say whether there is a next page, and continue by an encrypted cursor that is valid only for its list and its reader.
import { getNamedType, isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
  for (const metric of ["990301", "990302", "990303"])
    await done(hub, "administrator", "importMetricSeries", {
      ...{ metric, label: "Paged", unit: "Percent", valueType: "raw", period: "fin_2024_25", periodLabel: "2024/25" },
      values: [{ area: TARROWSHIRE, value: 1 }],
    });
});
afterAll(() => hub.close());

type Page = { readonly nodes: readonly { id: string }[]; readonly pageInfo: { hasNextPage: boolean; endCursor: string | null } };
async function page(person: string, list: string, after?: string) {
  const query = `query($after: String) { page: ${list.replace("{", "{ nodes { id } pageInfo { hasNextPage endCursor }")} }`;
  const { body } = await hub.ask<{ page: Page } | null>(person, query, { after });
  return { page: body.data?.page, code: body.errors?.[0]?.extensions?.code };
}
async function walk(person: string, list: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const found = (await page(person, list, after)).page ?? expect.fail("There is no page.");
    ids.push(...found.nodes.map(({ id }) => id));
    if (!found.pageInfo.hasNextPage) return ids;
    after = found.pageInfo.endCursor ?? expect.fail("There is no cursor to go on from.");
  }
}

describe("Every list with a page size", () => {
  it("says whether there is a next page, or has a total beside it", () => {
    const schema = buildSchema();
    const silent = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith("__"))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ args }) => args.some(({ name }) => name === "first"))
          .filter((field) => {
            const of = getNamedType(field.type);
            // A live message contains the first page; the list itself is longer.
            const goesOn = type.name.endsWith("Update") || field.args.some(({ name }) => name === "after");
            const isConnection = isObjectType(of) && "pageInfo" in of.getFields() && goesOn;
            return !isConnection && !(`${field.name.replace(/(?<=[cs]h)es$|s$/, "")}Count` in type.getFields());
          })
          .map(({ name }) => `${type.name}.${name}`),
      );
    expect(silent).toEqual([]);
  });
});

describe.each([
  ["metrics", "adviser", "first: 1, after: $after", { text: "Paged" }, ["990301", "990302", "990303"]],
  ["people", "administrator", "first: 3, after: $after", {}, undefined],
] as const)("The list of %s", (name, person, size, filter, expected) => {
  const given = Object.entries(filter).map(([field, value]) => `${field}: ${JSON.stringify(value)}, `);
  const list = `${name}(${given.join("")}${size}) {}`;

  it("is complete when its pages are read one after the other", async () => {
    const ids = await walk(person, list);
    expect(new Set(ids).size).toBe(ids.length);
    if (expected) expect(ids).toEqual(expected);
    else expect(ids).toEqual(await walk(person, `${name}(first: 100, after: $after) {}`));
    expect(ids.length).toBeGreaterThan(2);
  });

  it("continues only from its own cursor, in which no id can be read", async () => {
    const first = (await page(person, list)).page ?? expect.fail("There is no page.");
    const cursor = first.pageInfo.endCursor ?? "";
    const last = first.nodes.at(-1)?.id ?? "";
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain(last);
    for (const other of [last, `${cursor}x`, "x"])
      expect(await page(person, list, other)).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(await page("second-adviser", list, cursor)).toMatchObject({ code: "BAD_USER_INPUT" });
    expect((await page(person, list, cursor)).page?.nodes.map(({ id }) => id)).not.toContain(last);
  });
});

describe("A cursor that an earlier release made", () => {
  const ENTRIES = "nodes { at } pageInfo { endCursor }";
  it.each([
    ["policyVersions", "governance-officer", "policyVersions", "{ list: policyVersions(after: $after) { nodes { id } } }"],
    [
      "a ledger's disclosures",
      "chief-executive",
      ["ledger disclosures", TARROWSHIRE, null],
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(after: $after) { ${ENTRIES} } } } }`,
    ],
  ] as const)("does not go on with %s: it is refused, and the sentence says to start again", async (_, person, name, list) => {
    const type = person === "chief-executive" ? "String" : "ID";
    const binding = `cursor ${JSON.stringify([person, name])}`;
    for (const old of ["12", "x", '{"number":"12"}', '["12"]']) {
      const { body } = await hub.ask(person, `query($after: ${type}) ${list}`, {
        after: hub.hub.keys.encryptToken(old, binding),
      });
      expect(body.errors).toMatchObject([
        { message: expect.stringMatching(/Start again from the first page/), extensions: { code: "BAD_USER_INPUT" } },
      ]);
    }
  });
});
