// The part of the users service that sets up a cluster: an administrator creates accounts, and users change their own password.
import users from "@eventstore/db-client/generated/users_pb.js";
import grpc from "@grpc/grpc-js";
import { type Accounts, ADMIN_GROUP, callerOf } from "./access.ts";
import { type Status, statuses, statusOf } from "./messages.ts";

type Unary<Request, Response> = (call: grpc.ServerUnaryCall<Request, Response>, callback: grpc.sendUnaryData<Response>) => void;

/** Without TLS there are no accounts, and every call is refused. */
export function usersService(accounts: Accounts = {}): grpc.UntypedServiceImplementation {
  /** Returns the refusal, or undefined if the caller may change or create the account of that name. */
  function refusalOf(metadata: grpc.Metadata, name: string): Status | undefined {
    const caller = callerOf(metadata, accounts);
    if ("code" in caller) return caller;
    return caller.name === name || caller.groups.includes(ADMIN_GROUP) ? undefined : statuses.accessDenied();
  }
  const create: Unary<users.CreateReq, users.CreateResp> = ({ metadata, request }, callback) => {
    const { loginName, password, groupsList } = request.getOptions()?.toObject() ?? EMPTY;
    // No user has the empty name, so only an administrator passes this check.
    const exists = Object.hasOwn(accounts, loginName);
    const refusal = refusalOf(metadata, "") ?? (exists ? statusOf(grpc.status.ALREADY_EXISTS, loginName) : undefined);
    if (refusal) return callback(refusal);
    accounts[loginName] = { password, groups: groupsList };
    callback(null, new users.CreateResp());
  };
  const changePassword: Unary<users.ChangePasswordReq, users.ChangePasswordResp> = ({ metadata, request }, callback) => {
    const { loginName = "", currentPassword, newPassword = "" } = request.getOptions()?.toObject() ?? {};
    const account = Object.hasOwn(accounts, loginName) ? accounts[loginName] : undefined;
    const isWrong = account?.password !== currentPassword;
    const refusal = refusalOf(metadata, loginName) ?? (isWrong ? statuses.accessDenied() : undefined);
    if (refusal) return callback(refusal);
    accounts[loginName] = { ...account, password: newPassword };
    callback(null, new users.ChangePasswordResp());
  };
  function details(call: grpc.ServerWritableStream<users.DetailsReq, users.DetailsResp>): void {
    const name = call.request.getOptions()?.getLoginName() ?? "";
    const refusal = refusalOf(call.metadata, name);
    if (refusal) {
      call.emit("error", refusal);
      return;
    }
    const found = new users.DetailsResp.UserDetails().setLoginName(name).setGroupsList([...(accounts[name]?.groups ?? [])]);
    call.write(new users.DetailsResp().setUserDetails(found));
    call.end();
  }
  return { create, changePassword, details };
}

const EMPTY = { loginName: "", password: "", groupsList: [] };
