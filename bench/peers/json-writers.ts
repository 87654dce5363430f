// A hub with demonstration data behind two servers. One answers as `candour serve` does; behind the other Yoga's HTTP writes what the same pipeline
// answers. The token names the person, because sign-in is the same for both.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type RequestHandler } from "express";
import pino from "pino";
import { seedDemonstration } from "../../demonstration/seed.ts";
import { graphqlHandler, questionScope } from "../../graphql/answer.ts";
import { authenticatedJson, QUESTION_FORM } from "../../graphql/http.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { streamWriter } from "../../graphql/streaming.ts";
import { yogaWriter } from "../../graphql/yoga-writer.ts";
import { readConfig } from "../../hub/config.ts";
import { openHub } from "../../hub/hub.ts";

const folder = mkdtempSync(join(tmpdir(), "candour-json-writers-"));
process.once("disconnect", () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
const logger = pino({ level: "silent" });
const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: folder, PORT: "0" }), logger);
await hub.live();
await seedDemonstration(hub);

const schema = buildSchema();
const pipeline = openPipeline(schema);
const yoga = yogaWriter(schema);
const answeringByYoga: RequestHandler = async (request, response) =>
  yoga(request, response, await pipeline.carryOut(pipeline.read(request.body), questionScope(hub, response, logger)));
const serve = async (handler: RequestHandler): Promise<string> => {
  const app = express();
  const verify = async (person: string) => ({ person, expires: Number.MAX_SAFE_INTEGER / 1000 });
  app.all("/graphql", ...authenticatedJson(verify, QUESTION_FORM, handler));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const ours = await serve(graphqlHandler(hub, pipeline, logger, streamWriter(schema)));
process.send?.({ ours, yoga: await serve(answeringByYoga) });
