-- Every run looks for rows whose units are not all explained.
-- expand
create index stock_rows_look on stock_rows (tenant_id, item_id) where look is not null;
