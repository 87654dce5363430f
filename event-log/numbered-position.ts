// Positions of stores that number their events or changes, as text: sixteen digits hold every safe integer, and sort as text.
import { type Position, START } from "./port.ts";

export const toPosition = (position: number): Position => (position === 0 ? START : String(position).padStart(16, "0"));
export const fromPosition = (position: Position): number => (position === START ? 0 : Number(position));
