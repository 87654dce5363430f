// Streams that nobody reads, on a real hub with its own bounds: all are cut after a minute, and what they take up meanwhile is bounded. In `npm test`
// test/http/stalled.test.ts has shorter bounds.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../hub/config.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { concernUnder, LOG_CONCERN, type Logged } from "../examples/log-concern.ts";
import { askAt, type Serving, serving } from "../helpers/cli.ts";
import { addAdvisers, adviserName } from "../helpers/faults/add-advisers.ts";
import { lastingToken } from "../helpers/faults/load.ts";
import { type Outcome, reportOf } from "../helpers/faults/table.ts";
import { makeFolder } from "../helpers/faults/transient-faults.ts";
import { isSoak } from "../helpers/soak.ts";

const STREAMS = 120;
/** The number of people; each may have twenty streams. */
const PEOPLE = STREAMS / 20;
/** The largest that a stream may make the hub keep, in all that it writes to it. */
const MOST_BYTES = 3_000_000;

const dir = mkdtempSync(join(tmpdir(), "candour-streams-"));
const outcomes: (Outcome & { readonly kind: string })[] = [];
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  if (isSoak) console.info(reportOf(outcomes));
});

const residentOf = ({ child }: Serving): number =>
  1024 * Number(readFileSync(`/proc/${child.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+)/m)?.[1]);
async function openStreams(said: () => string): Promise<number> {
  const [, url] = said().match(/"url":"([^"]+)","msg":"readiness in detail/) ?? [];
  const text = await fetch(`${url}/metrics`).then((response) => response.text());
  return Number(text.match(/^candour_live_streams (\d+)/m)?.[1]);
}

describe.runIf(isSoak && process.platform === "linux")("Streams that nobody reads", () => {
  it(`are all closed, ${STREAMS} at a time, and use bounded memory until then`, async () => {
    const base = await makeFolder();
    cpSync(base.dir, dir, { recursive: true });
    base.remove();
    await addAdvisers(dir, PEOPLE);
    const hub = await serving({ CANDOUR_DATA_DIR: dir });
    let logged = "";
    hub.child.stderr?.on("data", (chunk) => {
      logged += chunk;
    });
    const config = readConfig({ CANDOUR_DATA_DIR: dir });
    const { issuerKeyFile } = dataPaths(config);
    const people = Array.from({ length: PEOPLE }, (_, n) => lastingToken(issuerKeyFile, adviserName(n)));
    const [adviser, tokens] = [await lastingToken(issuerKeyFile, "adviser"), await Promise.all(people)];
    const input = { ...concernUnder("streams"), observed: "o".repeat(9_000) };
    const { logConcern } = await askAt<Logged>(hub.url, adviser, LOG_CONCERN, { input });
    const texts = Array.from({ length: 60 }, (_, n) => `t${n}: observed`).join(" ");
    const query = `subscription($id: ID!) { concernChanged(concern: $id) { ... on ConcernUpdate { concern { summary { ${texts} } } } } }`;
    const body = JSON.stringify({ query, variables: { id: logConcern.id } });
    await expect.poll(() => logged).toContain("readiness in detail");
    const before = residentOf(hub);

    const { port, hostname } = new URL(hub.url);
    const sockets = Array.from({ length: STREAMS }, (_, n) => {
      const socket = connect(Number(port), hostname).on("error", () => {});
      socket.pause();
      const head = `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: text/event-stream, application/json\r\nAuthorization: Bearer ${tokens[n % PEOPLE]}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
      socket.write(head + body);
      return socket;
    });
    await expect.poll(() => openStreams(() => logged)).toBeGreaterThan(0);
    await pause(2_000);
    const opened = await openStreams(() => logged);
    const began = performance.now();
    let [most, changes, left] = [0, 0, opened];
    while (left > 0) {
      const note = { concern: logConcern.id, heldOn: new Date().toISOString().slice(0, 10), channel: "IN_PERSON" };
      const conversation = { ...note, offices: ["CHIEF_EXECUTIVE"], people: "Test", discussed: "Test.", agreed: "Test." };
      await askAt(hub.url, adviser, RECORD, { input: { idempotencyKey: `c-${changes}`, ...conversation } }).catch(() => {});
      changes += 1;
      most = Math.max(most, residentOf(hub));
      left = await openStreams(() => logged);
      await pause(500);
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    await pause(5_000);
    const after = residentOf(hub);
    const megabytes = [before, most, after].map((bytes) => Math.round(bytes / 1e6));
    const how = `${opened} streams cut after ${seconds} s and ${changes} changes; ${megabytes.join(", ")} MB before, at most, after`;
    console.info(how);
    const verdict = opened === STREAMS && most < before + STREAMS * MOST_BYTES ? "held" : "wrongly served";
    outcomes.push({ kind: "unread streams", fault: `${STREAMS} at a time`, verdict, how });
    for (const socket of sockets) socket.destroy();
    expect(await hub.stop()).toMatchObject({ code: 0 });
    expect([opened, verdict]).toEqual([STREAMS, "held"]);
  });
});

const RECORD = `mutation($input: RecordConversationInput!) { recordConversation(input: $input) { __typename ... on Refused { code message } } }`;
