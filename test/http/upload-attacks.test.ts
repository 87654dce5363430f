// Hostile uploads and downloads: none of them stops the hub, delays other people or leaves a place occupied.
import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concern, evidence } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { command, done } from "../helpers/send-command.ts";
import { fetchAttachment, sendFile, uploaded } from "../helpers/send-file.ts";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
});
afterAll(() => hub.close());

const FORM = "multipart/form-data; boundary=b";
const FILE_PART = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const post = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  (await fetch(`${hub.url}${path}`, { method: "POST", body, redirect: "manual", headers: { "content-type": FORM, ...headers } }))
    .status;
const bearer = async (person: string) => ({ authorization: `Bearer ${await hub.token(person)}` });
const page = { "sec-fetch-site": "same-origin", "x-test-person": "adviser" };
/** Polls until the condition holds. A place becomes free when the hub has finished its work, however long that takes on a slow machine. */
async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

describe("A form with a file", () => {
  it("is refused wherever its body is cut off, and the hub accepts the next file", async () => {
    const whole = `${part("a", "1")}${FILE_PART}x,y\r\n--b--\r\n`;
    for (let cut = 1; cut < whole.length; cut += 7) {
      const body = whole.slice(0, cut);
      expect([400, 422]).toContain(await post("/uploads", body, await bearer("adviser")));
      expect([403, 404, 415]).toContain(await post("/concerns/x/evidence", body, page));
    }
    expect(await post("/tasks", whole, page)).toBe(404);
    expect((await sendFile(hub, "adviser")).status).toBe(201);
  });

  it("is refused if it has more parts or more text than a form may have", async () => {
    const headers = await bearer("adviser");
    expect(await post("/uploads", "--b\r\n\r\n\r\n".repeat(50_000), headers)).toBe(400);
    expect(await post("/uploads", `${part("a", "1").repeat(600)}${FILE_PART}x,y\r\n--b--\r\n`, headers)).toBe(400);
    expect(await post("/uploads", `${part("a", "ü".repeat(300_000)).repeat(3)}--b--\r\n`, headers)).toBe(400);
    expect((await sendFile(hub, "adviser")).status).toBe(201);
  });

  it("is taken only where a page has a field for files, and only from people with an office", async () => {
    const headers = { ...page, "x-test-person": "nobody" };
    const before = await hub.hub.attachments.uploadsOf("adviser");
    for (const path of ["/news", "/search"]) expect(await post(path, `${FILE_PART}x,y\r\n--b--\r\n`, page)).toBe(415);
    await post("/log-a-concern", `${FILE_PART}x,y\r\n--b--\r\n`, headers);
    expect((await sendFile(hub, "nobody")).status).toBe(403);
    expect(await hub.hub.attachments.uploadsOf("adviser")).toEqual(before);
    expect(await hub.hub.attachments.uploadsOf("nobody")).toEqual([]);
  });
});

describe("A place for an upload", () => {
  it("becomes free when the client disconnects, at whatever moment", async () => {
    const { authorization } = await bearer("second-adviser");
    const { hostname, port } = new URL(hub.url);
    for (let tries = 0; tries < 20; tries += 1) {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => {});
      socket.write(
        `POST /uploads HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: ${FORM}\r\ncontent-length: 5000\r\n\r\n${FILE_PART}`,
      );
      await pause(tries % 5);
      socket.destroy();
    }
    await waitUntil(async () => (await sendFile(hub, "second-adviser")).status !== 429);
    expect((await sendFile(hub, "second-adviser")).status).toBe(201);
  });

  it("is given to each person once at a time, until their file has been inspected", async () => {
    const large = "-1,".repeat(1_000_000);
    const statuses = await Promise.all(
      [1, 2, 3].map(async (n) => (await sendFile(hub, "chief-executive", `${n}.csv`, large)).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect((await sendFile(hub, "adviser")).status).toBe(201);
  });
});

describe("An upload that several commands attach at the same time", () => {
  it("becomes part of one concern, and the other commands are refused", async () => {
    const upload = await uploaded(hub, "adviser", "Once.csv");
    const causes = ["FINANCE", "LEADERSHIP", "SERVICE_PERFORMANCE", "DISENGAGEMENT"];
    const outcomes = await Promise.all(
      causes.map((cause) =>
        command(hub, "adviser", "logConcern", { ...concern, cause, evidence: [{ ...evidence, attachments: [upload] }] }),
      ),
    );
    expect(outcomes.map(({ code }) => code ?? "done").sort()).toEqual([
      "UNKNOWN_UPLOAD",
      "UNKNOWN_UPLOAD",
      "UNKNOWN_UPLOAD",
      "done",
    ]);
  });
});

describe("A download", () => {
  it("is refused while the same person downloads two files, and is possible again when one of them ends", async () => {
    const upload = await uploaded(hub, "adviser", "Large.csv", "north,14\n".repeat(1_000_000));
    const id = await done(hub, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, attachments: [upload] }] });
    const query = "query($id: ID!) { concern(id: $id) { evidence { attachments { id } } } }";
    type Files = {
      readonly concern: { readonly evidence: readonly { readonly attachments: readonly { readonly id: string }[] }[] };
    };
    const file = (await hub.ask<Files>("adviser", query, { id })).body.data.concern.evidence[0]?.attachments[0]?.id ?? "";
    const { authorization } = await bearer("adviser");
    const unread = [1, 2].map(() => request(`${hub.url}/attachments/${id}/${file}`, { headers: { authorization } }));
    await Promise.all(unread.map((one) => new Promise((resolve) => one.once("response", resolve).end())));
    expect((await fetchAttachment(hub, "adviser", id, file)).status).toBe(429);
    for (const one of unread) one.destroy();
    await waitUntil(async () => (await fetchAttachment(hub, "adviser", id, file)).status === 200);
    const head = await fetch(`${hub.url}/attachments/${id}/${file}`, { method: "HEAD", headers: { authorization } });
    expect([head.status, head.headers.get("etag")]).toEqual([405, null]);
    const { headers } = await fetchAttachment(hub, "adviser", id, file);
    expect(headers.get("etag")).toBeNull();
  });
});
