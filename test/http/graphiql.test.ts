// The schema as a file, and the editor for GraphQL under the sign-in to the pages.
import { buildClientSchema, printSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedSchema } from "../../graphql/schema.ts";
import { concern } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";
import { startHub } from "../helpers/test-hub.ts";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const execute = (body: object, headers: Readonly<Record<string, string>> = {}, person = "adviser") =>
  fetch(`${hub.url}/graphiql/execute`, {
    method: "POST",
    headers: { "x-test-person": person, "content-type": "application/json", "sec-fetch-site": "same-origin", ...headers },
    body: JSON.stringify(body),
  });

describe("The schema as a file", () => {
  it("is sent to whoever is signed in, by a session or by a token", async () => {
    expect((await hub.open("adviser", "/schema.graphql")).html).toBe(publishedSchema());
    const authorization = `Bearer ${await hub.token("adviser")}`;
    const byToken = await fetch(`${hub.url}/schema.graphql`, { headers: { authorization } });
    expect([byToken.status, await byToken.text()]).toEqual([200, publishedSchema()]);
  });

  it("is not sent to others", async () => {
    const forged = await fetch(`${hub.url}/schema.graphql`, { headers: { authorization: "Bearer forged" } });
    expect(forged.status).toBe(401);
    const withoutPages = await startHub();
    expect((await fetch(`${withoutPages.url}/schema.graphql`)).status).toBe(401);
    await withoutPages.close();
  });
});

describe("The editor for GraphQL", () => {
  it("is a page of the hub's own files, without a script or a style from elsewhere", async () => {
    const { html, status, headers } = await hub.open("adviser", "/graphiql");
    expect(status).toBe(200);
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'; worker-src 'self'/);
    expect(html).not.toMatch(/<script(?![^>]* src="\/)|(?:src|href)="(?:https?:)?\/\//);
    const files = [...html.matchAll(/(?:src|href)="(\/graphiql\/files\/[^"]+)"/g)].map(([, path = ""]) => path);
    const { html: schema } = await hub.open("adviser", "/graphiql/files/schema.json");
    expect(printSchema(buildClientSchema(JSON.parse(schema).data))).toContain("type Concern {");
    const workers = ["editor", "json", "graphql"].map((name) => `/graphiql/files/${name}-worker.js`);
    for (const path of [...files, ...workers]) {
      const file = await hub.open("adviser", path);
      expect([path, file.status, file.html.length > 20]).toEqual([path, 200, true]);
    }
    for (const name of ["constructor", "other.js", "..%2Fgraphiql.njk"])
      expect((await hub.open("adviser", `/graphiql/files/${name}`)).status).toBe(404);
  });

  it("answers as the API does, in the name of the session, and puts on record what it shows", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const answer = await execute({ query: `{ viewer { person } concern(id: "${id}") { summary { text } } }` });
    expect(await answer.json()).toEqual({
      data: { viewer: { person: "adviser" }, concern: { summary: { text: concern.summary } } },
    });
    const other = await execute({ query: `{ concern(id: "${id}") { id } }` }, {}, "department");
    expect(await other.json()).toEqual({ data: { concern: null } });
    const query = `{ concern(id: "${id}") { disclosures { nodes { surface parts { part } } } } }`;
    const { body } = await hub.ask<{ concern: { disclosures: { nodes: readonly object[] } } }>("adviser", query);
    expect(body.data.concern.disclosures.nodes).toContainEqual({
      surface: "READ",
      parts: [{ part: "HEADLINE" }, { part: "SUMMARY" }],
    });
  });

  it("refuses subscriptions, which would outlast the session", async () => {
    const query = "subscription { inboxChanged { __typename } }";
    for (const accept of ["application/json", "text/event-stream", "application/json, text/event-stream"]) {
      const answer = await execute({ query }, { accept });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([400, expect.stringContaining("application/json")]);
      expect(await answer.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/^Send subscriptions to \/graphql/) }],
      });
    }
    const both = `query Q { viewer { person } } subscription S { inboxChanged { __typename } }`;
    expect((await execute({ query: both, operationName: "S" })).status).toBe(400);
    expect((await execute({ query: both, operationName: "Q" })).status).toBe(200);
  });

  it("is not sent to by another site, and reads no form", async () => {
    const query =
      'mutation { setWorkContact(input: { idempotencyKey: "k", person: "adviser", workContact: "x" }) { __typename } }';
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "", origin: "https://elsewhere.example" },
    ])
      expect((await execute({ query }, headers)).status).toBe(403);
    expect((await execute({ query }, { "content-type": "text/plain" })).status).toBe(415);
    expect((await execute({ nothing: 1 })).status).toBe(400);
    expect((await hub.open("adviser", "/graphiql/execute")).status).toBe(404);
    const { body } = await hub.ask<{ viewer: { workContact: string | null } }>("adviser", "{ viewer { workContact } }");
    expect(body.data.viewer.workContact).not.toBe("x");
  });

  it("is not there where the setting is off", async () => {
    const without = await startPages({ env: { CANDOUR_GRAPHIQL: "false" } });
    for (const path of ["/graphiql", "/graphiql/files/graphiql.js"])
      expect((await without.open("adviser", path)).status).toBe(404);
    expect((await without.submit("adviser", "/graphiql/execute", {})).status).toBe(404);
    expect((await without.open("adviser", "/schema.graphql")).status).toBe(200);
    await without.close();
  });
});
