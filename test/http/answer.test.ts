// An answer that a node may not give any more when it is written.
import express, { type Request, type Response } from "express";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { graphqlHandler } from "../../graphql/answer.ts";
import type { Pipeline } from "../../graphql/pipeline.ts";
import type { Hub } from "../../hub/hub.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";

/** Sends a query to a hub that is current for a number of checks, and returns the written response. */
async function answerAfter(checks: number) {
  let left = checks;
  const beginReading = () => () => {
    left -= 1;
    if (left < 0) throw new NotReady("What was read meanwhile may have changed on another node.");
  };
  const pipeline: Pipeline = {
    read: () => ({ faults: [], query: "", variables: undefined, operationName: undefined, isQuery: true, isSubscription: false }),
    executeForOtherThread: () => expect.fail(),
    carryOut: () => expect.fail(),
    carryOutAsText: async (_, { context }) => {
      context.assertCurrent();
      return { data: '{"concern":"Summary"}' };
    },
  };
  const written = { status: 0, body: "" };
  const response = {
    locals: { person: "adviser" },
    status: (status: number) => {
      written.status = status;
    },
    setHeader: () => {},
    end: (body: string) => {
      written.body += body;
    },
  } as unknown as Response;
  const headers = { accept: "application/graphql-response+json" };
  const request = Object.assign(Object.create(express.request), { headers, body: {} }) as Request;
  const handler = graphqlHandler({ beginReading } as unknown as Hub, pipeline, pino({ level: "silent" }), () => expect.fail());
  await handler(request, response, () => expect.fail());
  return written;
}

describe("An answer", () => {
  it("is sent while what was read is within the allowed lag", async () => {
    expect(await answerAfter(2)).toMatchObject({ status: 200, body: '{"data":{"concern":"Summary"}}' });
  });

  it("is refused, with the status of the refusal, if the process was frozen after the answer was made and before it was written", async () => {
    const { status, body } = await answerAfter(1);
    expect([status, JSON.parse(body).errors[0].extensions.code]).toEqual([503, "NOT_READY"]);
    expect(body).not.toContain("Summary");
  });
});
