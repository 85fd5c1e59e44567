"""How Slack answers each method, with its state in a `Workspace`.

Behaviour and error codes are those of Slack's reference.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.doubles.answers import channels, files, messages, people, views
from tests.doubles.answers.messages import respond

if TYPE_CHECKING:  # the workspace imports the answers; only their types need it
    from tests.doubles.workspace import Workspace

__all__ = ["ANSWERS", "respond"]

Json = dict[str, Any]

ANSWERS: dict[str, "Callable[[Workspace, Json], Json]"] = {
    "apps.connections.open": people.connections_open,
    "auth.test": people.auth_test,
    "team.info": people.team_info,
    "bots.info": people.bots_info,
    "users.list": people.users_list,
    "users.info": people.users_info,
    "users.lookupByEmail": people.users_by_email,
    "users.conversations": people.users_conversations,
    "conversations.list": channels.conversations_list,
    "conversations.info": channels.conversations_info,
    "conversations.members": channels.conversations_members,
    "conversations.open": channels.conversations_open,
    "conversations.create": channels.conversations_create,
    "conversations.invite": channels.conversations_invite,
    "conversations.join": channels.conversations_join,
    "conversations.archive": channels.conversations_archive,
    "conversations.setTopic": channels.conversations_topic,
    "conversations.setPurpose": channels.conversations_topic,
    "conversations.history": channels.conversations_history,
    "conversations.replies": channels.conversations_replies,
    "chat.postMessage": messages.chat_post,
    "chat.update": messages.chat_update,
    "chat.delete": messages.chat_delete,
    "chat.postEphemeral": messages.chat_ephemeral,
    "chat.getPermalink": messages.chat_permalink,
    "views.open": views.views_open,
    "views.push": views.views_push,
    "views.update": views.views_update,
    "views.publish": views.views_publish,
    "files.getUploadURLExternal": files.files_url,
    "files.completeUploadExternal": files.files_complete,
    "files.info": files.files_info,
    "files.delete": files.files_delete,
}
