select cast(customer_id as varchar) as customer_id, lower(trim(email)) as email, cast(since as date) as since
from read_csv('seeds/customers.csv')
