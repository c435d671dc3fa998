import type { components as Api } from './types/api';
import type { components as Issuer } from './types/issuer';

type IssuerSchemas = Issuer['schemas'];
type ApiSchemas = Api['schemas'];

export type TokenAnswer = IssuerSchemas['TokenAnswer'];
export type SignedInUser = IssuerSchemas['SignedInUser'];
export type Role = IssuerSchemas['Role'];
export type User = IssuerSchemas['User'];
export type UserStatus = IssuerSchemas['UserStatus'];
export type CreateUser = IssuerSchemas['CreateUser'];
export type UpdateUser = IssuerSchemas['UpdateUser'];
export type Session = IssuerSchemas['Session'];
export type AuditEntry = IssuerSchemas['AuditEntry'];
export type AuditSummary = IssuerSchemas['AuditSummary'];
export type RecordCounts = IssuerSchemas['RecordCounts'];
export type Dependency = IssuerSchemas['Dependency'];
export type LoginOptions = IssuerSchemas['LoginOptions'];
export type ProviderOption = IssuerSchemas['ProviderOption'];
export type Provider = IssuerSchemas['Provider'];
export type CreateProvider = IssuerSchemas['CreateProvider'];
export type UpdateProvider = IssuerSchemas['UpdateProvider'];
export type Identity = IssuerSchemas['Identity'];
export type LinkTicket = IssuerSchemas['LinkTicket'];
export type Dashboard = ApiSchemas['DashboardResponse'];
export type AdminDashboard = ApiSchemas['AdminResponse'];
export type Sample = ApiSchemas['Sample'];
