{#- What is read of every object of Salesforce's and of what loaders say of it, with `own`, what is
    read of this kind alone, as json_fields takes it. -#}
{% macro salesforce_fields(own) %}
    {%- set fields = {
        'id': 'json', 'created_date': 'text', 'last_modified_date': 'text',
        'system_modstamp': 'text', 'is_deleted': 'text',
        'fivetran_synced': 'text', 'fivetran_deleted': 'text', 'fivetran_active': 'text',
        'fivetran_start': 'text', 'fivetran_end': 'text', 'sdc_deleted_at': 'text',
    } -%}
    {%- do fields.update(own) -%}
    {{ return(fields) }}
{% endmacro %}
