{#- The members of a call of Segment's specification that are read, as json_fields takes them: `call`, those
    at the top of its JSON, and the columns of its row in a warehouse; `context`, those within the
    context of the JSON. -#}
{% macro segment_members(place) %}
    {%- set paths = [
        'page.url', 'page.path', 'page.referrer', 'page.title',
        'campaign.source', 'campaign.medium', 'campaign.name', 'campaign.term',
        'campaign.content', 'app.version', 'screen.width', 'screen.height',
        'device.id', 'device.type', 'location.country', 'location.region', 'location.city',
        'userAgent', 'groupId', 'sessionId',
    ] -%}
    {%- set members = {} -%}
    {%- if place == 'context' -%}
        {%- do members.update({'traits': 'json', 'consent': {'categoryPreferences': 'json'}}) -%}
        {%- for path in paths -%}
            {%- set names = path.split('.') -%}
            {%- if names | length > 1 -%}
                {%- do members.setdefault(names[0], {}).update({names[1]: 'text'}) -%}
            {%- else -%}
                {%- do members.update({path: 'text'}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- else -%}
        {%- for name in [
            'type', 'event', 'event_text', 'name', 'category', 'channel', 'properties', 'traits',
            'context', 'timestamp', 'originalTimestamp', 'original_timestamp',
            'sentAt', 'sent_at', 'receivedAt', 'received_at', 'messageId', 'id', 'record_id',
            'anonymousId', 'anonymous_id', 'userId', 'user_id', 'groupId', 'group_id',
            'previousId', 'previous_id', 'url', 'path', 'column_name',
        ] -%}
            {%- do members.update({name: 'json'}) -%}
        {%- endfor -%}
        {%- for path in paths + ['consent.categoryPreferences'] -%}
            {%- do members.update({segment_context_column(path): 'text'}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(members) }}
{% endmacro %}
