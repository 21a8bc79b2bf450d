select
    cast(receipt_id as varchar) as order_id,
    shop_id,
    cast(sold_at as timestamp) as ordered_at,
    cast(total as decimal(12, 2)) as amount
from read_csv('seeds/shop_orders.csv')
