// Node's own HTTP with answers that are text already: what reading the request and sending the answer cost by themselves.
import type { RequestListener } from "node:http";
import { inTurn, serve } from "./prepared.ts";

serve(({ lists, concerns }): RequestListener => {
  const texts = [
    ...(lists ?? []).map((answer) => ({ data: { concerns: answer } })),
    ...(concerns ?? []).map((answer) => ({ data: { concern: answer } })),
  ].map((answer) => JSON.stringify(answer));
  const next = inTurn(texts);
  return (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      JSON.parse(Buffer.concat(pieces).toString());
      const text = next() ?? "";
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
      response.end(text);
    });
  };
});
