// Faults that a test switches on for a number of calls, so that a test depends on events and not on timing.
import type grpc from "@grpc/grpc-js";
import { type Status, statusOf } from "./messages.ts";

export type LostAcknowledgement = "cut" | "silence";

export type FaultSwitches = ReturnType<typeof faultSwitches>;

export function faultSwitches() {
  let lost = { left: 0, how: "cut" as LostAcknowledgement };
  let refused: { left: number; readonly status: Status } | undefined;
  return {
    loseAcknowledgements(count: number, how: LostAcknowledgement): void {
      lost = { left: count, how };
    },
    refuseWrites(count: number, code: grpc.status, details: string): void {
      refused = { left: count, status: statusOf(code, details) };
    },
    takeLostAcknowledgement(): LostAcknowledgement | undefined {
      if (lost.left === 0) return undefined;
      lost.left -= 1;
      return lost.how;
    },
    takeRefusal(): Status | undefined {
      if (!refused || refused.left === 0) return undefined;
      refused.left -= 1;
      return refused.status;
    },
  };
}
