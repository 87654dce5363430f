// What runs in the thread that inspects uploaded files.
import { parentPort } from "node:worker_threads";
import { type InspectedFile, inspectFile } from "./inspect-file.ts";
import type { UploadProblem } from "./upload-problem.ts";

export type InspectionRequest = { readonly name: string; readonly content: Uint8Array };
export type Inspection = InspectedFile | UploadProblem;

parentPort?.on("message", ({ name, content }: InspectionRequest) => {
  parentPort?.postMessage(inspectFile(name, content));
});
