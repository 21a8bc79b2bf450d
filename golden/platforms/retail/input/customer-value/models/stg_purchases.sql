select cast(customer_id as varchar) as customer_id, cast(amount as decimal(12, 2)) as amount
from read_csv('seeds/purchases.csv')
