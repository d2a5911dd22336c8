-- Several installations may serve one shop: each signs the orders that it invoices with a name of its own.
-- expand
alter table tenants add column claims_as uuid;
