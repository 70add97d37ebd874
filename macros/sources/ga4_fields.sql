{#- What is read of a row of Google Analytics, as json_fields takes it: the columns of the export, whose
    records nest (`device.category`), and those of Fivetran's table, which are flat (`device_category`,
    `name`). -#}
{% macro ga4_fields() %}
    {%- set fields = {
        'event_name': 'text', 'event_date': 'text', 'event_timestamp': 'text',
        'event_params': 'json', 'user_properties': 'json', 'items': 'json', 'ecommerce': 'json',
        'user_id': 'text', 'user_pseudo_id': 'text', 'stream_id': 'text', 'platform': 'text',
        'batch_page_id': 'text', 'batch_ordering_id': 'text', 'batch_event_index': 'text',
        'name': 'text', 'date': 'text', 'timestamp': 'text', 'is_intraday': 'text',
        'last_updated_date': 'text',
    } -%}
    {%- set records = {
        'device': ['category', 'vendor_id', 'advertising_id'],
        'geo': ['country', 'region', 'city'],
        'app_info': ['version'],
        'privacy_info': ['analytics_storage', 'ads_storage'],
        'collected_traffic_source': [
            'manual_source', 'manual_medium', 'manual_campaign_name', 'manual_term',
            'manual_content', 'gclid', 'dclid',
        ],
    } -%}
    {%- for record, members in records.items() -%}
        {%- do fields.update({record: {}}) -%}
        {%- for member in members -%}
            {%- do fields[record].update({member: 'text'}) -%}
            {%- do fields.update({record ~ '_' ~ member: 'text'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(fields) }}
{% endmacro %}
