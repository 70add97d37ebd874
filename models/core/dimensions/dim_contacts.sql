{{ config(enabled='salesforce' in var('sources')) }}

with

contacts as (

    select *
    from {{ ref('int_crm_contacts') }}

),

users as (

    select
        identifier,
        person_id
    from {{ ref('identity_map') }}
    where identifier_type = 'user_id' and valid_to is null

),

final as (

    select
        contacts.source,
        contacts.contact_id,
        contacts.crm_account_id,
        contacts.account_id,
        users.person_id,
        contacts.merged_into_contact_id,
        contacts.is_deleted,
        contacts.created_at
    from contacts
    left join users on contacts.user_id = users.identifier

)

select
    source,
    contact_id,
    crm_account_id,
    account_id,
    person_id,
    merged_into_contact_id,
    is_deleted,
    created_at
from final
