// The real clamd, with a database of signatures that has one of its own, so that nothing is downloaded.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openVirusScanner, type ScannerUnavailable } from "../../hub/attachments/virus-scanner.ts";
import { makeDocx, makePdf } from "../helpers/example-files.ts";
import { type Daemon, describeWith, freePort, startDaemon, temporaryFolder } from "../helpers/system/programs.ts";

describeWith(["clamd"], "clamd", ({ clamd }) => {
  const infected = makePdf(["(a file that the signature knows)"]);
  const folder = temporaryFolder();
  const socket = join(folder.path, "clamd.ctl");
  let daemon: Daemon | undefined;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    const signatures = join(folder.path, "signatures");
    mkdirSync(signatures);
    chmodSync(folder.path, 0o755);
    const hash = createHash("md5").update(infected).digest("hex");
    writeFileSync(join(signatures, "own.hdb"), `${hash}:${infected.length}:Candour.Test\n`);
    writeFileSync(join(signatures, "own.ndb"), `Candour.Words:0:*:${Buffer.from("words of a signature").toString("hex")}\n`);
    const settings = {
      Foreground: "yes",
      DatabaseDirectory: signatures,
      TemporaryDirectory: folder.path,
      TCPSocket: port,
      TCPAddr: "127.0.0.1",
      LocalSocket: socket,
      StreamMaxLength: "11M",
      ConcurrentDatabaseReload: "no",
    };
    const file = join(folder.path, "clamd.conf");
    writeFileSync(
      file,
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(""),
    );
    daemon = await startDaemon(clamd, ["--config-file", file], () => answersPing(port));
  }, 60_000);
  afterAll(async () => {
    await daemon?.stop();
    folder.remove();
  });

  it("finds what its signatures know, at its port and at its socket, and calls other files clean", async () => {
    for (const scan of [openVirusScanner(`127.0.0.1:${port}`), openVirusScanner(socket)]) {
      expect(await scan(infected)).toBe("infected");
      expect(await scan(makeDocx({ body: "words of a signature" }))).toBe("infected");
      expect(await scan(makeDocx())).toBe("clean");
      expect(await scan(new Uint8Array(10_000_000).fill(0x61))).toBe("clean");
    }
  });

  it("reports a file that is larger than it takes, which counts as no answer", async () => {
    const error = await openVirusScanner(`127.0.0.1:${port}`)(new Uint8Array(12_000_000)).catch(
      (thrown: ScannerUnavailable) => thrown,
    );
    expect(error).toMatchObject({ name: "ScannerUnavailable", failure: expect.stringMatching(/^(?:failed|not-understood)$/) });
  });

  it("looks at many files that come at the same time", async () => {
    const scan = openVirusScanner(socket);
    const files = Array.from({ length: 20 }, (_, index) => (index % 5 === 0 ? infected : makePdf([`(${index})`])));
    const verdicts = await Promise.all(files.map((file) => scan(file)));
    expect(verdicts).toEqual(files.map((file) => (file === infected ? "infected" : "clean")));
  });
});

/** Whether clamd has loaded its signatures and answers. */
function answersPing(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, "127.0.0.1", () => socket.write("zPING\0"));
  socket.on("data", (data) => resolve(data.toString() === "PONG\0"));
  socket.on("error", () => resolve(false));
  socket.on("close", () => resolve(false));
  return promise.finally(() => socket.destroy());
}
