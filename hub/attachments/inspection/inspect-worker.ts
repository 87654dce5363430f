// The thread in which uploaded files are looked at.
import { parentPort } from "node:worker_threads";
import { type InspectedFile, inspectFile } from "./inspect-file.ts";
import type { UploadProblem } from "./upload-problem.ts";

export type InspectionOrder = { readonly name: string; readonly content: Uint8Array };
export type Inspection = InspectedFile | UploadProblem;

parentPort?.on("message", ({ name, content }: InspectionOrder) => {
  parentPort?.postMessage(inspectFile(name, content));
});
